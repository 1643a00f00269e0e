from coverup.settings.table import JOB_FIELDS, SETTINGS


def test_every_setting_has_its_own_name_option_variables_and_keys() -> None:
    for told in ("name", "option"):
        each = [getattr(setting, told) for setting in SETTINGS if getattr(setting, told)]
        assert len(set(each)) == len(each)
    for told in ("env", "keys"):
        every = [text for setting in SETTINGS for text in getattr(setting, told)]
        assert len(set(every)) == len(every)


def test_every_field_of_the_job_is_a_setting() -> None:
    assert set(JOB_FIELDS) <= {setting.name for setting in SETTINGS}
