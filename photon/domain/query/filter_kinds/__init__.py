"""The filters, ``tag:`` to ``is:``: what each of them declares about itself."""
