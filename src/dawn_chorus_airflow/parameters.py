"""What a person can ask of a channel's run, in the UI's form, over REST and for a backfill."""

from airflow.sdk import Param

TEXT = ["null", "string"]
PARAMS = {
    "first_day": Param(None, type=TEXT, format="date", title="First day", description="Empty: the run's own day"),
    "last_day": Param(None, type=TEXT, format="date", title="Last day", description="Empty: same as the first day"),
    "data": Param(None, type=TEXT, title="Data", description="Path or address read, not the sources"),
    "accept": Param(None, type=TEXT, title="Accept", description="Why input that is thin or blocked is taken as it is"),
    "fetch": Param(True, type="boolean", title="Fetch", description="Ask sources on the network; off: what is landed"),
    "publish": Param(True, type="boolean", title="Publish", description="Commit the post to the blog"),
}
