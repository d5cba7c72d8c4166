"""What was learned about the vectors of models, declared by the models that bring it along: files and what they say."""
