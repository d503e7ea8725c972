"""The LLM writer: a sentence for each key point and event, from any OpenAI-compatible endpoint, always checked."""
