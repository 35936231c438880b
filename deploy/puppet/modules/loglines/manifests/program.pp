# The program and what it is linked with. Debian has no Swift, so it is built elsewhere (`make build` on a machine of the
# same Debian), and unpacked here from what `make package` made there, or was installed by hand.
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

  if $loglines::archive {
    $archive = $loglines::archive
    $known = "${prefix}/lib/loglines/archive.sha256"

    # Configuration that is there stays; so does what directories are allowed.
    exec { 'unpack loglines':
      command  => @("SHELL"/L),
        tar -C / --no-overwrite-dir --anchored --exclude='etc/*' -xzf '${archive}' && \
        tar -C / --skip-old-files -xzf '${archive}' etc && \
        sha256sum '${archive}' >'${known}'
        | SHELL
      provider => shell,
      path     => ['/usr/bin', '/bin'],
      unless   => "sha256sum --status -c '${known}'",
      before   => Exec['make the user of loglines', 'make the directories of loglines'],
      notify   => Exec['begin loglines anew'],
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

  # Another program, or another unit: a reload would not do.
  exec { 'begin loglines anew':
    command     => 'systemctl daemon-reload && systemctl try-restart loglines',
    provider    => shell,
    path        => ['/usr/bin', '/bin'],
    refreshonly => true,
    require     => Exec['make the directories of loglines'],
  }
}
