"""The presets that the servers are asked with."""

CONTEXT = 2048
"""What `tiny_gguf.py` makes; that module needs what only its own environment has."""
KNOWN = "seven times eight is 56"
THOUGHT = "well, that is 50 and 6"
PRESETS = f"""
[presets.whole]
model = "tiny"
params.grammar = 'root ::= "{KNOWN}"'

[presets.thoughts]
model = "tiny"
params.grammar = 'root ::= "<think>\\n{THOUGHT}\\n</think>\\n\\n{KNOWN}"'

[presets.short]
model = "tiny"
params = {{ max_tokens = 12, ignore_eos = true }}

[presets.timed]
model = "tiny"
params = {{ max_tokens = 12, ignore_eos = true, stream_options = {{ include_usage = false }} }}

[presets.fallen]
model = "fallen"
params = {{ max_tokens = 12, ignore_eos = true }}

[presets.priced]
model = "priced"
params = {{ max_tokens = 12, ignore_eos = true }}

[presets.talk]
model = "tiny"
params = {{ max_tokens = 300, ignore_eos = true }}

[presets.long]
model = "tiny"
params = {{ max_tokens = 1200, ignore_eos = true }}

[presets.endless]
model = "tiny"
params = {{ ignore_eos = true }}

[presets.unsupported]
model = "tiny"
params = {{ max_tokens = 5, n = 3 }}

[presets.tool]
model = "tiny"
[presets.tool.params]
tool_choice = "required"
parallel_tool_calls = false
logit_bias = [["<tool_call>", 50], [2, 80]]
[[presets.tool.params.tools]]
type = "function"
[presets.tool.params.tools.function]
name = "weather"
description = "The weather in a town."
[presets.tool.params.tools.function.parameters]
type = "object"
required = ["town"]
properties = {{ town = {{ type = "string", enum = ["Bern"] }} }}
"""
"""The model says what it must where a grammar leaves no choice, and words by chance where none does. In `tool` it is
drawn to call the tool, and then (2 is its end mark) to stop."""
