"""Pages of the site, a module each: what stands on them, finished for the templates."""
