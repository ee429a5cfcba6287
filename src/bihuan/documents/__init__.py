"""Enforcement documents (执法文书): what each says, frozen when issued; signatures, seal, service, case files, hand-over."""
