# The program and what it is linked with. Debian has no Swift, so it is built elsewhere (`make build` on a machine of the
# same Debian) and installed from the folder of that build, or was installed by hand or from a package.
class loglines::program {
  $prefix = $loglines::prefix

  package { [
      'libcrypt1', 'libcurl4', 'libexpat1', 'libhiredis0.14', 'libmaxminddb0', 'libpcre2-8-0', 'libpq5', 'libsqlite3-0',
      'libstdc++6', 'libzmq5', 'libzstd1', 'zlib1g', 'node-d3',
    ]:
      ensure          => installed,
      # Nothing that they only recommend is used.
      install_options => ['--no-install-recommends'],
  }

  if $loglines::source {
    $source = $loglines::source

    package { ['make', 'binutils']:
      ensure => installed,
    }

    exec { 'install loglines':
      command     => 'make install',
      cwd         => $source,
      environment => ["PREFIX=${prefix}"],
      path        => ['/usr/bin', '/bin'],
      # The build that was installed last, by its time and size.
      unless      => "test \"\$(stat -c '%Y %s' .build/release/loglines)\" = \"\$(cat ${prefix}/lib/loglines/build)\"",
      require     => Package['make', 'binutils'],
      before      => Exec['make the user of loglines', 'make the directories of loglines'],
      notify      => [Exec['make the user of loglines', 'make the directories of loglines', 'reload systemd for loglines']],
    }
  }

  exec { 'make the user of loglines':
    command => 'systemd-sysusers loglines.conf',
    path    => ['/usr/bin', '/bin'],
    unless  => 'getent passwd loglines',
  }

  # It reads logs of web servers, and uses the socket of its Redis.
  user { 'loglines':
    groups     => ['adm', 'redis'],
    membership => minimum,
    require    => Exec['make the user of loglines'],
  }

  exec { 'make the directories of loglines':
    command => 'systemd-tmpfiles --create loglines.conf',
    path    => ['/usr/bin', '/bin'],
    unless  => 'test -L /etc/loglines/data -a -d /var/lib/loglines/data',
    require => User['loglines'],
  }

  exec { 'reload systemd for loglines':
    command     => 'systemctl daemon-reload',
    path        => ['/usr/bin', '/bin'],
    refreshonly => true,
    notify      => Service['loglines'],
  }
}
