using System.Text.Json;

namespace ResourceHygiene.Tests.Diagnostics;

/// <summary>
/// The part of the SARIF 2.1.0 schema that our reports use: required members (with a star), known members with the
/// type of what they hold. The schema allows no other members, except in property bags.
/// </summary>
internal static class SarifSchema
{
    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        ["sarifLog"] = "$schema, *version, *runs:run",
        ["run"] = "*tool:tool, results:result, columnKind, originalUriBaseIds, invocations",
        ["tool"] = "*driver:toolComponent",
        ["toolComponent"] = "*name, version, semanticVersion, informationUri, rules:reportingDescriptor",
        ["reportingDescriptor"] = "*id, name, shortDescription:multiformatMessageString, fullDescription:multiformatMessageString, helpUri, defaultConfiguration:reportingConfiguration",
        ["multiformatMessageString"] = "*text, markdown",
        ["reportingConfiguration"] = "level, enabled, rank",
        ["result"] = "ruleId, ruleIndex, level, *message:message, locations:location, occurrenceCount, partialFingerprints, properties",
        ["message"] = "*text, id, markdown",
        ["location"] = "id, physicalLocation:physicalLocation, logicalLocations:logicalLocation",
        ["physicalLocation"] = "*artifactLocation:artifactLocation, region:region",
        ["artifactLocation"] = "uri, uriBaseId, index",
        ["region"] = "*startLine, startColumn, endLine, endColumn",
        ["logicalLocation"] = "name, kind, fullyQualifiedName, index",
    };

    public static void Check(string type, JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
                Check(type, item);
            return;
        }

        var members = Types[type].Split(", ");
        var known = members.Select(static member => member.TrimStart('*').Split(':')).ToDictionary(static parts => parts[0], static parts => parts.ElementAtOrDefault(1));
        foreach (var required in members.Where(static member => member[0] == '*').Select(static member => member[1..].Split(':')[0]))
            Assert.True(element.TryGetProperty(required, out _), $"{type} lacks {required}.");

        foreach (var property in element.EnumerateObject())
        {
            Assert.True(known.TryGetValue(property.Name, out var inner), $"{type} has no {property.Name}.");
            if (inner is not null)
                Check(inner, property.Value);
        }
    }
}
