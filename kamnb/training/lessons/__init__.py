"""The lessons: each is one folder with lesson.yml, text.zh.yml, text.en.yml and checks.py. Found, never registered."""
