// Combined
