"""Dated prices of an offer -> what a request, and a month of requests, costs. USD, ``Decimal``."""
