"""The command line: `python -m reference_server`."""

from gevent import monkey

monkey.patch_all()  # before anything else is imported, since sockets and locks must be the patched ones

from reference_server.command_line import main  # noqa: E402

if __name__ == "__main__":
    raise SystemExit(main())
