# A Redis for loglines alone, on a socket, so that whatever else uses Redis on the machine is left as it is.
class loglines::redis {
  package { ['redis-server', 'redis-tools']:
    ensure => installed,
  }

  file { '/etc/redis/redis-loglines.conf':
    ensure  => file,
    owner   => 'redis',
    group   => 'redis',
    mode    => '0640',
    source  => 'puppet:///modules/loglines/redis-loglines.conf',
    require => Package['redis-server'],
    notify  => Service['redis-server@loglines'],
  }

  file { '/var/lib/redis/loglines':
    ensure  => directory,
    owner   => 'redis',
    group   => 'redis',
    mode    => '0750',
    require => Package['redis-server'],
  }

  file { '/etc/systemd/system/redis-server@loglines.service.d':
    ensure => directory,
  }

  file { '/etc/systemd/system/redis-server@loglines.service.d/append-only-file.conf':
    ensure => file,
    source => 'puppet:///modules/loglines/redis-append-only-file.conf',
    notify => Service['redis-server@loglines'],
  }

  service { 'redis-server@loglines':
    ensure  => running,
    enable  => true,
    require => File['/var/lib/redis/loglines'],
  }
}
