import Foundation

/// Distances on the surface of the earth.
enum Geography {
    enum Unit: String {
        case miles = "mi"
        case kilometres = "km"

        /// The mean radius of the earth.
        fileprivate var earthRadius: Double {
            switch self {
            case .miles: 3958.7613
            case .kilometres: 6371.0088
            }
        }
    }

    /// A place, in degrees.
    struct Place {
        var latitude: Double
        var longitude: Double
    }

    /// The length of the shortest way over the surface of a sphere, by the haversine formula.
    static func distance(from start: Place, to end: Place, in unit: Unit) -> Double {
        let (startLatitude, endLatitude) = (radians(start.latitude), radians(end.latitude))
        let latitudes = sin((endLatitude - startLatitude) / 2)
        let longitudes = sin(radians(end.longitude - start.longitude) / 2)
        let haversine = latitudes * latitudes + cos(startLatitude) * cos(endLatitude) * longitudes * longitudes
        return 2 * unit.earthRadius * asin(min(1, haversine.squareRoot()))
    }

    private static func radians(_ degrees: Double) -> Double { degrees * .pi / 180 }
}
