"""What pages say: results, times and amounts put into words and pictures."""
