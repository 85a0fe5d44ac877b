"""All that an error says, so that a test can see what it must not say."""


def everything_said(error: BaseException | None) -> str:
    """Return an error's texts and values, and those of the errors behind it."""
    said = ""
    while error is not None:
        said += f"{error}\n{error!r}\n{error.args}\n{vars(error)}\n"
        error = error.__cause__ or error.__context__
    return said
