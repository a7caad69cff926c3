namespace ResourceHygiene;

/// <summary>Verdicts in words: what is done, the rule, and the values it saw.</summary>
internal static class VerdictText
{
    public static ReleaseVerdict Held(in ResourceInfo resource)
    {
        if (resource.State != ResourceState.Live)
            return Stays(resource, ReleaseRules.Releasing, resource.State == ResourceState.Releasing ? "its release is under way" : "its release waits for the last lease");

        return Stays(resource, ReleaseRules.Leased, resource.Leases == 1 ? "leased (1 lease)" : $"leased ({resource.Leases} leases)");
    }

    public static ReleaseVerdict Needed(in ResourceInfo resource, in ResourceInfo dependent) =>
        Stays(resource, ReleaseRules.Needed, $"needed by {dependent.Title}");

    public static ReleaseVerdict Of(in ResourceInfo resource, in VictimKey key, ReleasePolicy policy)
    {
        var retention = policy.RetentionOf(resource);
        var idle = ResourceText.Seconds(resource.Idle);
        var frees = key.FreesNothing || resource.Bytes == 0
            ? "frees no memory here"
            : $"frees {ResourceText.Size(resource.Bytes)} on {resource.Location}";
        switch (key.Action)
        {
            case ReleaseAction.Trim:
                return new(resource, key.Action, ReleaseRules.Trimmable,
                    $"{resource.Title} trimmed: a part can go ({Standing(key, idle)}); frees up to {ResourceText.Size(resource.Bytes)} on {resource.Location}");
            case ReleaseAction.Offload:
                return new(resource, key.Action, ReleaseRules.Offloadable,
                    $"{resource.Title} offloaded: the host can hold it ({Standing(key, idle)}); {frees}");
            default:
                return key.IsExpired
                    ? new(resource, key.Action, ReleaseRules.Expired,
                        $"{resource.Title} let go: expired (idle {idle} > {ResourceText.Seconds(retention)} retention); {frees}")
                    : new(resource, key.Action, ReleaseRules.Ranked,
                        $"{resource.Title} let go: first in order ({Standing(key, idle)}, used {Times(resource.Uses)}); {frees}");
        }
    }

    private static string Standing(in VictimKey key, string idle) => $"priority {key.Priority}, rank {key.Rank}, idle {idle}";

    private static string Times(int count) => count == 1 ? "once" : $"{count} times";

    private static ReleaseVerdict Stays(in ResourceInfo resource, string rule, string why) =>
        new(resource, ReleaseAction.None, rule, $"{resource.Title} kept: {why}");
}
