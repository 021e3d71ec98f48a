"""The recurrences of `cells` over time with hand-derived gradients: the layers' fast path.

One file for each recurrence. Each has two parts: `run_...` computes the states and keeps what the
way back needs, and the backward pass of its `torch.autograd.Function` follows the derivation of the
course's chapter on speed. `time_walk` has what all of them share.
"""
