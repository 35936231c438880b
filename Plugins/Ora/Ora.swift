// Ora
