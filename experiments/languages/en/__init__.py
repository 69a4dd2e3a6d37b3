"""English, which also stands with what the code defines: outcomes, monthly series, parameters, figures of towns."""
