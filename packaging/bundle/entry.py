"""Where the bundled app starts: the window without arguments, else the command line."""

from photon.__main__ import main

if __name__ == "__main__":
    main()
