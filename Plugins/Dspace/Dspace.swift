// Dspace
