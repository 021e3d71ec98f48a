"""A call in a thread of its own: the browser tests leave an event loop at work in this one."""

from concurrent.futures import ThreadPoolExecutor


def apart(function, *arguments):
    """What the function returns or raises."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(function, *arguments).result()
