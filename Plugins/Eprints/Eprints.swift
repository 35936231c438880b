// Eprints
