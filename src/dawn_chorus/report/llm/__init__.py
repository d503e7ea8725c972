"""The LLM writer: a sentence for each key point from any OpenAI-compatible endpoint, never believed, always checked."""
