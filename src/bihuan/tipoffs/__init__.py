"""群众举报: the public page, tips from all ways, checked in time, answered; rewards; who sent one is sealed."""
