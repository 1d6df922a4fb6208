"""What stands behind the pages of the web app: each desk takes typed requests and gives HTML or a file."""
