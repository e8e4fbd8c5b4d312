"""What each sentence of the features means, in the words of people."""
