"""The entry point of the bundled app: the window without arguments, otherwise the command line."""

from photon.__main__ import main

if __name__ == "__main__":
    main()
