namespace ResourceHygiene;

/// <summary>By what means <see cref="CudaCache.TryEmpty"/> tried to give device memory back.</summary>
public enum CudaCacheMeans
{
    /// <summary>By TorchSharp's own <c>torch.cuda.empty_cache</c>, which some later version may have.</summary>
    Library,

    /// <summary>By what the program registered.</summary>
    Shim,

    /// <summary>By a garbage collection, so that forgotten tensors are freed into the cache, where libtorch uses them again. The cache itself stays.</summary>
    Collection,
}

/// <summary>What <see cref="CudaCache.TryEmpty"/> did.</summary>
/// <param name="Means">By what means; the last that was tried.</param>
/// <param name="IsEmptied">Whether the cache was emptied, so that other libraries and processes can have the memory.</param>
/// <param name="Message">One sentence about it.</param>
/// <param name="Failure">What was thrown on the way; <see langword="null"/> where nothing was.</param>
public sealed record CudaCacheResult(CudaCacheMeans Means, bool IsEmptied, string Message, Exception? Failure)
{
    /// <summary>The message.</summary>
    public override string ToString() => Message;
}
