# Graphite: carbon keeps the values, graphite-web draws them at http://127.0.0.1:8080/ (a proxy with TLS goes before it).
#
# @param flush  seconds between two values of StatsD
# @param listen where graphite-web listens
class loglines::graphite (
  Integer[1, 3600] $flush,
  String[1]        $listen = '127.0.0.1:8080',
) {
  package { ['graphite-carbon', 'graphite-web', 'gunicorn', 'python3-whitenoise']:
    ensure          => installed,
    install_options => ['--no-install-recommends'],
  }

  # Carbon. Its storage rules hold for metrics that come for the first time: those that are there keep theirs.
  file {
    default:
      ensure  => file,
      owner   => 'root',
      group   => 'root',
      mode    => '0644',
      require => Package['graphite-carbon'],
      ;
    '/etc/carbon/carbon.conf':
      source => 'puppet:///modules/loglines/carbon.conf',
      notify => Service['carbon-cache'],
      ;
    '/etc/carbon/storage-schemas.conf':
      content => epp('loglines/storage-schemas.conf.epp', { 'flush' => $flush }),
      ;
    '/etc/carbon/storage-aggregation.conf':
      source => 'puppet:///modules/loglines/storage-aggregation.conf',
      ;
  }

  service { 'carbon-cache':
    ensure  => running,
    enable  => true,
    require => File['/etc/carbon/storage-schemas.conf', '/etc/carbon/storage-aggregation.conf'],
  }

  # graphite-web: a key of its own, its small database of users and dashboards, and gunicorn to run it.
  exec { 'make the secret of graphite-web':
    command => 'sh -c "umask 027; head -c 32 /dev/urandom | base64 >/etc/graphite/secret_key; chgrp _graphite /etc/graphite/secret_key"',
    path    => ['/usr/bin', '/bin'],
    creates => '/etc/graphite/secret_key',
    require => Package['graphite-web'],
  }

  file { '/etc/graphite/local_settings.py':
    ensure  => file,
    owner   => 'root',
    group   => '_graphite',
    mode    => '0640',
    source  => 'puppet:///modules/loglines/graphite_local_settings.py',
    require => Package['graphite-web'],
    notify  => Service['graphite-web'],
  }

  file { '/etc/graphite/graphite_web.py':
    ensure  => file,
    source  => 'puppet:///modules/loglines/graphite_web.py',
    require => Package['graphite-web'],
    notify  => Service['graphite-web'],
  }

  exec { 'make the database of graphite-web':
    command => 'graphite-manage migrate --run-syncdb --noinput',
    path    => ['/usr/bin', '/bin'],
    user    => '_graphite',
    creates => '/var/lib/graphite/graphite.db',
    require => [Exec['make the secret of graphite-web'], File['/etc/graphite/local_settings.py'], Package['graphite-carbon']],
  }

  file { '/etc/systemd/system/graphite-web.service':
    ensure  => file,
    content => epp('loglines/graphite-web.service.epp', { 'listen' => $listen }),
    notify  => Service['graphite-web'],
  }

  service { 'graphite-web':
    ensure  => running,
    enable  => true,
    require => [Exec['make the database of graphite-web'], Package['gunicorn', 'python3-whitenoise']],
  }
}
