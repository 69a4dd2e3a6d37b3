"""How values are written and curves drawn, in report and notebook alike. Takes rows and curves, never the object that shows itself."""
