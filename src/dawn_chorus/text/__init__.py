"""Text: cleaning, languages, words and names of tweets."""
