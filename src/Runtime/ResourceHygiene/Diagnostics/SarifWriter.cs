using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ResourceHygiene;

/// <summary>A leak report as SARIF 2.1.0, written by hand: no reflection, and the same bytes on every machine.</summary>
internal static class SarifWriter
{
    /// <summary>
    /// The rule of leaks seen at run time. Reserved in the list of the analyzers' rules, so that it never means something else;
    /// the product's RH1 family is about the same fault seen by the compiler.
    /// </summary>
    internal const string RuleId = "RH1901";

    private const string Home = "https://github.com/resource-hygiene/resource-hygiene";
    private const string Root = "%SRCROOT%";

    private static readonly string Version = typeof(SarifWriter).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    public static void Write(LeakReport report, Stream stream, string? sourceRoot)
    {
        var buffer = new ArrayBufferWriter<byte>();
        // The file is read by tools and people; it is never put into a web page as it is.
        var options = new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(buffer, options))
            WriteLog(json, report, sourceRoot);

        // The writer ends lines as the system does. Inside a string there is no raw line end.
        var text = buffer.WrittenSpan;
        if (Environment.NewLine == "\n")
            stream.Write(text);
        else
            stream.Write(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text).Replace("\r\n", "\n", StringComparison.Ordinal)));
    }

    private static void WriteLog(Utf8JsonWriter json, LeakReport report, string? sourceRoot)
    {
        json.WriteStartObject();
        json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        json.WriteString("version", "2.1.0");
        json.WriteStartArray("runs");
        json.WriteStartObject();
        WriteTool(json);
        json.WriteString("columnKind", "utf16CodeUnits");
        json.WriteStartArray("results");
        foreach (var group in report.Groups)
            WriteResult(json, group, sourceRoot);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The source file's place: relative to the repository where that is known, else as an absolute URI.</summary>
    internal static (string Uri, bool IsRelative) PlaceOf(string file, string? sourceRoot)
    {
        // The file may have been compiled on another system, so both separators count.
        var path = file.Replace('\\', '/');
        if (!string.IsNullOrEmpty(sourceRoot))
        {
            var root = sourceRoot.Replace('\\', '/').TrimEnd('/') + "/";
            if (path.StartsWith(root, StringComparison.Ordinal))
                return (Escape(path[root.Length..]), true);
        }

        // What a deterministic build puts in place of the repository's root.
        if (path.StartsWith("/_/", StringComparison.Ordinal))
            return (Escape(path[3..]), true);
        if (path.Length > 1 && path[1] == ':')
            return ($"file:///{path[..2]}{Escape(path[2..])}", false);
        if (path.StartsWith("//", StringComparison.Ordinal))
            return ($"file:{Escape(path)}", false);
        return path.StartsWith('/') ? ($"file://{Escape(path)}", false) : (Escape(path), true);
    }

    private static string Escape(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    private static void WriteTool(Utf8JsonWriter json)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "ResourceHygiene");
        json.WriteString("semanticVersion", Version);
        json.WriteString("informationUri", Home);
        json.WriteStartArray("rules");
        json.WriteStartObject();
        json.WriteString("id", RuleId);
        json.WriteString("name", "LeakedAtRunTime");
        WriteText(json, "shortDescription", "A resource was collected without having been released");
        WriteText(
            json,
            "fullDescription",
            "The garbage collector took a tracked resource that nobody had released. The position is where it was acquired.");
        json.WriteString("helpUri", $"{Home}/blob/main/docs/observability.md#leak-reports");
        json.WriteStartObject("defaultConfiguration");
        json.WriteString("level", "warning");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, LeakGroup group, string? sourceRoot)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", RuleId);
        json.WriteNumber("ruleIndex", 0);
        json.WriteString("level", "warning");
        WriteText(json, "message", group.Subject);
        json.WriteNumber("occurrenceCount", group.Count);
        if (!group.Site.IsUnknown)
            WriteLocation(json, group.Site, sourceRoot);

        json.WriteStartObject("partialFingerprints");
        // Without the line: an edit above it must not make an old leak look like a new one.
        var place = group.Site.IsUnknown ? "" : PlaceOf(group.Site.File, sourceRoot).Uri;
        json.WriteString("resourceHygieneSite/v1", $"{group.Type}|{place}|{group.Site.Member}|{group.Location}");
        json.WriteEndObject();

        json.WriteStartObject("properties");
        json.WriteString("resourceType", group.Type);
        json.WriteNumber("bytes", group.Bytes);
        json.WriteString("resourceLocation", group.Location.ToString());
        json.WriteStartArray("names");
        foreach (var name in group.Names)
            json.WriteStringValue(name);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteLocation(Utf8JsonWriter json, AcquisitionSite site, string? sourceRoot)
    {
        var (uri, isRelative) = PlaceOf(site.File, sourceRoot);
        json.WriteStartArray("locations");
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", uri);
        if (isRelative)
            json.WriteString("uriBaseId", Root);
        json.WriteEndObject();
        if (site.Line > 0)
        {
            json.WriteStartObject("region");
            json.WriteNumber("startLine", site.Line);
            json.WriteEndObject();
        }
        json.WriteEndObject();
        if (!string.IsNullOrEmpty(site.Member))
        {
            json.WriteStartArray("logicalLocations");
            json.WriteStartObject();
            json.WriteString("name", site.Member);
            json.WriteString("kind", "member");
            json.WriteEndObject();
            json.WriteEndArray();
        }
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter json, string property, string text)
    {
        json.WriteStartObject(property);
        json.WriteString("text", text);
        json.WriteEndObject();
    }
}
