"""Whether people find what they ask for: questions, judged answers, and how well a ranking does (docs/relevance.md)."""
