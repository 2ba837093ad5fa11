"""python -m firsthand.cli"""

from firsthand.cli import main

main()
