"""What a person types: the `coworking` command and the commands of those who work on the model."""
