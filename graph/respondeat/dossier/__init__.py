"""The dossier: what a trace finds, in counsel's order, as a page and as paper."""
