"""Pages: parse the request, make one service call, render."""
