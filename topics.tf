# Sluice's topics, the settings of its share groups and who may do what, for Terraform >= 1.4.
#
#   terraform init
#   terraform apply -var 'bootstrap_servers=["broker:9092"]' -var channels_file=channels.txt
#
# How a topic is named, split and kept is said once, in the JSON file that the Java code reads too; this file adds
# nothing of its own. Credentials: set the provider's KAFKA_* environment variables, or add them to the block below.

terraform {
  required_version = ">= 1.4"
  required_providers {
    kafka = {
      source  = "Mongey/kafka"
      version = ">= 0.7"
    }
  }
}

provider "kafka" {
  bootstrap_servers = var.bootstrap_servers
  tls_enabled       = var.tls_enabled
}

variable "bootstrap_servers" {
  description = "Brokers, as host:port."
  type        = list(string)
}

variable "tls_enabled" {
  description = "Whether the provider speaks TLS to the brokers."
  type        = bool
  default     = true
}

variable "application_id" {
  description = "The scheduler's application.id: name of its group, prefix of its internal topics and transactional ids."
  type        = string
  default     = "sluice"
}

variable "partitions" {
  description = "Partitions of the topics that are keyed by tree. Null: as the JSON file says. Chosen once: the scheduler refuses to start on another number than its state was built with."
  type        = number
  default     = null
}

variable "replication_factor" {
  description = "Copies of each topic; 1 on a cluster of one broker."
  type        = number
  default     = 3
}

variable "topic_config" {
  description = "Further settings for every topic, such as the number of replicas that must be in sync."
  type        = map(string)
  default     = {}
}

variable "channels_file" {
  description = "The channels file that the scheduler is started with. The default may be absent: then there is root alone."
  type        = string
  default     = "channels.txt"
}

variable "scheduler_principals" {
  description = "Who the scheduler's instances are. Empty: no ACLs for them."
  type        = list(string)
  default     = ["User:sluice-scheduler"]
}

variable "service_principals" {
  description = "Services and operators that submit jobs and follow them. A worker whose handlers submit through the client belongs here as well."
  type        = list(string)
  default     = ["User:sluice-service"]
}

variable "worker_principals" {
  description = "Who the workers are. Empty: no ACLs for them."
  type        = list(string)
  default     = ["User:sluice-worker"]
}

variable "kafka_configs" {
  description = "Kafka's own tool, run on this machine to set what no provider can: the settings of share groups. Empty: leave it to the scheduler, which sets the same at its start."
  type        = string
  default     = "kafka-configs.sh"
}

variable "kafka_configs_client" {
  description = "Properties file with the credentials for that tool. Empty: none."
  type        = string
  default     = ""
}

# What the JSON file says. Everything below is worked out from it and the variables.
locals {
  declared = jsondecode(file("${path.module}/schemas/src/main/resources/io/sluice/schemas/topics.json"))
  trees    = coalesce(var.partitions, local.declared.partitions)

  # The entry whose name ends in <path> stands for all channel topics.
  channel_pattern = one([for topic in local.declared.topics : topic if endswith(topic.name, "<path>")])
  channel_prefix  = trimsuffix(local.channel_pattern.name, "<path>")
  fixed_topics    = [for topic in local.declared.topics : topic if !endswith(topic.name, "<path>")]
  channel_topics  = [for path in local.channels : merge(local.channel_pattern, { name = "${local.channel_prefix}${path}" })]

  topics = {
    for topic in concat(local.fixed_topics, local.channel_topics) : topic.name => {
      partitions = topic.partitions == "trees" ? local.trees : tonumber(topic.partitions)
      config = merge({
        "cleanup.policy"    = topic.cleanup
        "retention.ms"      = format("%d", topic.retentionMs)
        "max.message.bytes" = format("%d", topic.maxMessageBytes)
      }, var.topic_config)
    }
  }

  # A share group has the name of the channel topic that it reads.
  share_groups = {
    for topic in local.channel_topics : topic.name => { for key, value in topic.shareGroup : key => tostring(value) }
  }
}

# The channels that have a topic of their own: root, and those with the option `topic` in the section [default] of the
# channels file. A text without a section is [default]; `root.` may be left out; # starts a comment; commas and colons
# inside brackets belong to a value, so values in brackets are cut out first.
locals {
  channels_text = (
    var.channels_file == "channels.txt" && !fileexists(var.channels_file) ? "" : file(var.channels_file)
  )
  channels_bare     = replace(replace(local.channels_text, "\r", ""), "/#[^\n]*/", "")
  channels_flat     = replace(local.channels_bare, "/\\([^()]*\\)|\\{[^{}]*\\}/", "")
  channels_lines    = join("\n", [for line in split("\n", local.channels_flat) : trimspace(line)])
  channels_sections = regexall("\n\\[([^\\]\n]*)\\]([^\\[]*)", "\n[default]\n${local.channels_lines}")
  channels_default  = join("\n", [for section in local.channels_sections : section[1] if trimspace(section[0]) == "default"])
  channels_entries = [
    for entry in split(",", replace(local.channels_default, "\n", ",")) :
    [for part in split(":", entry) : trimspace(part)] if trimspace(entry) != ""
  ]
  channels_named = [
    for entry in local.channels_entries : entry[0]
    if contains(slice(entry, min(2, length(entry)), length(entry)), "topic")
  ]
  channels = distinct(concat(["root"], [
    for name in local.channels_named : name == "root" || startswith(name, "root.") ? name : "root.${name}"
  ]))
}

# Who may do what, and no more. READ and WRITE bring DESCRIBE with them; an idempotent producer needs WRITE alone.
locals {
  scheduler_may = [
    # Commands and reports come in. It writes to both: Tick and LeaseCheck to itself, the channels file to each
    # partition, and what came to a wrong partition to the right one.
    { type = "Topic", name = "sluice.jobs", pattern = "Literal", operations = ["Read", "Write", "DescribeConfigs"] },
    { type = "Topic", name = "sluice.reports", pattern = "Literal", operations = ["Read", "Write"] },
    # DESCRIBE_CONFIGS on a job's way: at its start it compares the payload limit with what a record may hold there.
    # Events and dead letters are written by the topology and read for people.
    { type = "Topic", name = "sluice.events", pattern = "Literal", operations = ["Read", "Write", "DescribeConfigs"] },
    { type = "Topic", name = "sluice.dead-letters", pattern = "Literal", operations = ["Read", "Write"] },
    { type = "Topic", name = "sluice.control", pattern = "Literal", operations = ["Read", "Write"] },
    # READ on what it only writes: to see which transactions are open there, for one that hangs must be ended.
    { type = "Topic", name = local.channel_prefix, pattern = "Prefixed", operations = ["Read", "Write", "DescribeConfigs"] },
    # Changelogs: made by the group, so CREATE for this prefix alone.
    { type = "Topic", name = "${var.application_id}-", pattern = "Prefixed", operations = ["Read", "Write", "Create", "DescribeConfigs"] },
    # Its own group, and the settings of that group and of the share groups.
    { type = "Group", name = var.application_id, pattern = "Literal", operations = ["Read", "AlterConfigs", "DescribeConfigs"] },
    { type = "Group", name = local.channel_prefix, pattern = "Prefixed", operations = ["Describe", "AlterConfigs", "DescribeConfigs"] },
    # Its transactions, and fencing those of instances that are gone.
    { type = "TransactionalID", name = "${var.application_id}-", pattern = "Prefixed", operations = ["Write"] },
    # Ending those of workers that hang.
    { type = "TransactionalID", name = "sluice-worker-", pattern = "Prefixed", operations = ["Write"] },
  ]
  services_may = [
    { type = "Topic", name = "sluice.jobs", pattern = "Literal", operations = ["Write"] },
    { type = "Topic", name = "sluice.events", pattern = "Literal", operations = ["Read"] },
  ]
  workers_may = [
    { type = "Topic", name = local.channel_prefix, pattern = "Prefixed", operations = ["Read"] },
    { type = "Group", name = local.channel_prefix, pattern = "Prefixed", operations = ["Read"] },
    { type = "Topic", name = "sluice.control", pattern = "Literal", operations = ["Read"] },
    { type = "Topic", name = "sluice.reports", pattern = "Literal", operations = ["Write"] },
    # Handlers' Kafka output and the outcome of their run are one transaction. WRITE on the topics that they write to is
    # yours to grant.
    { type = "TransactionalID", name = "sluice-worker-", pattern = "Prefixed", operations = ["Write"] },
  ]

  acls = merge([
    for grant in concat(
      [for pair in setproduct(var.scheduler_principals, local.scheduler_may) : { who = pair[0], may = pair[1] }],
      [for pair in setproduct(var.service_principals, local.services_may) : { who = pair[0], may = pair[1] }],
      [for pair in setproduct(var.worker_principals, local.workers_may) : { who = pair[0], may = pair[1] }],
      ) : {
      for operation in grant.may.operations :
      "${grant.who} ${operation} ${grant.may.type} ${grant.may.name}" => {
        principal = grant.who
        operation = operation
        type      = grant.may.type
        name      = grant.may.name
        pattern   = grant.may.pattern
      }
    }
  ]...)
}

resource "kafka_topic" "sluice" {
  for_each = local.topics

  name               = each.key
  partitions         = each.value.partitions
  replication_factor = var.replication_factor
  config             = each.value.config

  lifecycle {
    # A topic holds accepted jobs. Taking a channel's option `topic` away leaves its topic for you to drain and drop:
    # `terraform state rm` it first.
    prevent_destroy = true

    precondition {
      condition     = can(regex("^[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*$", each.key)) && length(each.key) <= 249
      error_message = "${each.key} is no topic name: a channel's segments are letters, digits, _ and -, and a template (name.*) has no topic."
    }
  }
}

# No provider can set a group's configuration, so Kafka's own tool does. It must happen before the first worker joins:
# else the group starts at the end of the topic and the first jobs are missed.
resource "terraform_data" "share_group" {
  for_each = var.kafka_configs == "" ? {} : local.share_groups

  triggers_replace = each.value

  provisioner "local-exec" {
    command = join(" ", concat(
      ["\"$KAFKA_CONFIGS\" --bootstrap-server \"$BROKERS\""],
      var.kafka_configs_client == "" ? [] : ["--command-config \"$CLIENT\""],
      ["--alter --entity-type groups --entity-name \"$GROUP\" --add-config \"$SETTINGS\""],
    ))
    environment = {
      KAFKA_CONFIGS = var.kafka_configs
      BROKERS       = join(",", var.bootstrap_servers)
      CLIENT        = var.kafka_configs_client
      GROUP         = each.key
      SETTINGS      = join(",", [for key, value in each.value : "${key}=${value}"])
    }
  }
}

resource "kafka_acl" "sluice" {
  for_each = local.acls

  acl_principal                = each.value.principal
  acl_host                     = "*"
  acl_operation                = each.value.operation
  acl_permission_type          = "Allow"
  resource_type                = each.value.type
  resource_name                = each.value.name
  resource_pattern_type_filter = each.value.pattern
}

output "topics" {
  description = "Every topic that was made."
  value       = sort(keys(local.topics))
}
