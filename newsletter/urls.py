"""The addresses of the newsletter. Leaving works with and without a last slash: mail programs follow no redirect."""

from django.urls import path

from newsletter import views

app_name = "newsletter"
urlpatterns = [
    path("", views.subscribe, name="subscribe"),
    path("confirm/<str:token>/", views.confirm, name="confirm"),
    path("leave/<str:token>/", views.leave),
    path("leave/<str:token>", views.leave, name="leave"),
]
