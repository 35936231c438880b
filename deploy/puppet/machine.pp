# One Debian 12 machine from nothing: loglines, its Redis, and Graphite to draw with. As root, on that machine:
#
#   puppet apply --modulepath /usr/local/share/loglines/puppet/modules /usr/local/share/loglines/puppet/machine.pp
#
# What stands here is an example; docs/deploy.md tells what may be said, and what was tried.
class { 'loglines':
  service    => 'repo.example',
  plugin     => 'dspace',
  base_url   => 'http://repo.example',
  oai_prefix => 'oai:repo.example',
  logfile    => '/var/log/apache2/access.log /var/log/nginx/access.log',
  # tracker  => 'https://irus.jisc.ac.uk/counter/test/',
}
