"""The demo town: a made-up town lives through a year by the same actions as the screens, with a moved clock.

`story.build` makes it; `cast.CAST` are the persons of the demo's sign-in page. The pure rooms (`cast`, `names`,
`register`, `findings`, `drives`) say who, what and when; `pictures` draws the photos; `founding` sets the town up;
`work` and `patrols` are a working day; `episodes` are what everybody remembers of the year.
"""
