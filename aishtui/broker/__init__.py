"""The embedded broker: OpenAI-shaped HTTP on the loopback, for a machine without a broker of its own."""
