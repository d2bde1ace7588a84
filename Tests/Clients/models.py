"""Django models of the org's objects, set up without a Django project."""

import datetime

import django
from django.conf import settings

from sandbox import CLIENT_ID, CLIENT_SECRET, MY_DOMAIN_URL, PASSWORD, USERNAME

DATABASE = {
    "ENGINE": "salesforce.backend",
    "HOST": MY_DOMAIN_URL,
    "CONSUMER_KEY": CLIENT_ID,
    "CONSUMER_SECRET": CLIENT_SECRET,
    "USER": USERNAME,
    "PASSWORD": PASSWORD,
    "API_VERSION": "59.0",
}

settings.configure(
    DATABASES={
        "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"},
        "salesforce": DATABASE,
    },
    DATABASE_ROUTERS=["salesforce.router.ModelRouter"],
    SF_LAZY_CONNECT=True,
    TIME_ZONE="America/New_York",
    USE_TZ=True,
)
django.setup()

from salesforce import models  # noqa: E402  Models are there only once Django is set up.


class Account(models.Model):
    name = models.CharField(max_length=255)
    number_of_employees = models.IntegerField(null=True)
    annual_revenue = models.DecimalField(max_digits=18, decimal_places=0, null=True)

    class Meta(models.Model.Meta):
        app_label = "clients"


class Contact(models.Model):
    first_name = models.CharField(max_length=40, null=True)
    last_name = models.CharField(max_length=80)
    name = models.CharField(max_length=121, sf_read_only=models.READ_ONLY)
    email = models.EmailField(null=True)
    birthdate = models.DateField(null=True)
    account = models.ForeignKey(Account, models.DO_NOTHING, null=True, related_name="+")
    owner_id = models.CharField(max_length=18, default=models.DEFAULTED_ON_CREATE)
    is_deleted = models.BooleanField(sf_read_only=models.READ_ONLY)
    created_date = models.DateTimeField(sf_read_only=models.READ_ONLY)

    class Meta(models.Model.Meta):
        app_label = "clients"


class Opportunity(models.Model):
    name = models.CharField(max_length=120)
    stage_name = models.CharField(max_length=255)
    close_date = models.DateField()
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    is_private = models.BooleanField(default=False)

    class Meta(models.Model.Meta):
        app_label = "clients"


class Event(models.Model):
    subject = models.CharField(max_length=255)
    start_date_time = models.DateTimeField(db_column="StartDateTime")
    duration_in_minutes = models.IntegerField()
    is_all_day_event = models.BooleanField(default=False)

    class Meta(models.Model.Meta):
        app_label = "clients"


def sample_model(name, fields):
    """A model with just these fields of the object."""
    return type(
        f"Sample{name}",
        (models.Model,),
        {
            "__module__": __name__,
            "Meta": type("Meta", (models.Model.Meta,), {"app_label": "clients", "db_table": name}),
        }
        | {field: model_field(value) for field, value in fields.items()},
    )


def model_field(value):
    match value:
        case bool():
            return models.BooleanField(null=True)
        case int():
            return models.IntegerField(null=True)
        case float():
            return models.FloatField(null=True)
        case datetime.datetime():
            return models.DateTimeField(null=True)
        case datetime.date():
            return models.DateField(null=True)
        case _:
            return models.TextField(null=True)

