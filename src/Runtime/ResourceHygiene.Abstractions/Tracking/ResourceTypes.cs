namespace ResourceHygiene;

/// <summary>
/// Names of the resource types that the built-in release policy knows. Any other non-empty string is a type too,
/// with the policy's defaults.
/// </summary>
public static class ResourceTypes
{
    /// <summary>Parts of a model loaded piece by piece.</summary>
    public const string ModelShards = "model_shards";

    /// <summary>Rendered images or frames that can be rendered again.</summary>
    public const string RenderCache = "render_cache";

    /// <summary>Scratch memory of one processing step.</summary>
    public const string TempBuffers = "temp_buffers";

    /// <summary>Decoded audio that can be decoded again.</summary>
    public const string AudioCache = "audio_cache";

    /// <summary>A model's weights, on the host or on a device.</summary>
    public const string ModelWeights = "model_weights";

    /// <summary>An index over subtitles; can be trimmed to its newest part.</summary>
    public const string SubtitleIndex = "subtitle_index";

    /// <summary>An open connection to a database.</summary>
    public const string DatabaseConnection = "database_connection";

    /// <summary>A directory of temporary files that has to be deleted.</summary>
    public const string TempDirectory = "temp_directory";

    /// <summary>A temporary file that has to be deleted.</summary>
    public const string TempFile = "temp_file";

    /// <summary>Memory from outside the garbage collector's heap.</summary>
    public const string NativeMemory = "native_memory";
}
