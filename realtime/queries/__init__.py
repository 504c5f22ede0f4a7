"""What the chat pages and the sockets read, one function per page or frame."""
