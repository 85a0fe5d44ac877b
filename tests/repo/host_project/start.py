"""
A host with packages named like our folders imports its own, and ours beside them.

Ours are named as arguments. What was found where is printed as JSON.
"""

import importlib
import json
import sys

import application
import domain

print(
    json.dumps(
        {
            "owners": [domain.OWNER, application.OWNER],
            "ours": {n: importlib.import_module(n).__file__ for n in sys.argv[1:]},
        }
    )
)
