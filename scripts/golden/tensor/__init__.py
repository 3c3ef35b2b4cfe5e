"""Tables of @x/tensor; @x/autograd's golden files hold the gradients of the same calls in float64."""
