"""Generated projects are used as their users use them."""
