namespace ResourceHygiene;

/// <summary>
/// Values of the annotated type carry an obligation although they are released by a method other than
/// <c>Dispose</c>: whoever creates one must call the named method exactly once, or hand the value on.
/// </summary>
/// <remarks>Read by analyzers from metadata, in every project that references the annotated assembly.</remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface)]
public sealed class MustReleaseAttribute : Attribute
{
    /// <summary>States which method of the type releases a value of it.</summary>
    /// <param name="methodName">Name of an instance method of the annotated type; use <c>nameof</c>.</param>
    public MustReleaseAttribute(string methodName) => MethodName = methodName;

    /// <summary>Name of the instance method that releases a value of the annotated type.</summary>
    public string MethodName { get; }
}
