"""What a chat is: plain frozen values, standard library only, no input or output."""
